// A page for phones: Vant in the city's colours.
import { Locale } from 'vant'
import 'vant/es/style/base.css'
import chinese from 'vant/es/locale/lang/zh-CN'
import english from 'vant/es/locale/lang/en-US'
import { watchEffect, type Component } from 'vue'
import '@/shared/look'
import { start, type PageOptions } from '@/shared/start'
import { language } from '@/shared/text'
import './phone.css'

export function startPhone(shell: Component, options: PageOptions) {
  watchEffect(() => (language() === 'zh' ? Locale.use('zh-CN', chinese) : Locale.use('en-US', english)))
  return start(shell, options)
}
