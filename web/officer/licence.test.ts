import { expect, test } from 'vitest'
import { codeInLicence } from './licence'

const code = '91430400MA7QYMTM3E'

test.each([
  ['an address', `http://www.gsxt.gov.cn/indexB.html?uniscid=${code}`, code],
  ['an address with more behind it', `https://www.gsxt.gov.cn/index.html?uniscid=${code}&ent_type=1`, code],
  ['an address written in per cents', `https://shiming.gsxt.gov.cn/h5?q=uniscid%3D${code}%26t%3D1`, code],
  ['in small letters', `http://www.gsxt.gov.cn/?uniscid=${code.toLowerCase()}`, code],
  ['plain text', `统一社会信用代码：${code}\n名称：衡阳示例雁鸣核技术有限公司`, code],
  ['text without a mark between', `统一社会信用代码${code}名称衡阳示例`, code],
  ['wide letters', '统一社会信用代码：９１４３０４００ＭＡ７ＱＹＭＴＭ３Ｅ', code],
  ['after a number as long', `注册号430400000012345678，代码${code}`, code],
  ['the code alone', code, code],
  ['a per cent sign of its own', `持股 100%；代码 ${code}`, code],
  ['an encrypted number', 'http://zzapp.gsxt.gov.cn/zz?d=0F3A9C51B2E84D7706A1C9E2F4B8D3556A7B8C9D0E1F2A3B', null],
  ['a code with one sign wrong', '91430400MA7QYMTM3F', null],
  ['a code within a longer run', `X${code}9`, null],
  ['something else', 'https://example.org/menu', null],
])('%s', (_, text, found) => expect(codeInLicence(text)).toBe(found))
