import { texts } from '@/shared/text'

export const t = texts({
  busy: ['摄像头打不开', 'The camera does not open'],
  busyNext: ['请关闭其他正在使用摄像头的应用后重试，或用照片、手工输入。', 'Close other apps that use it and try again, or use a photo or type.'],
  camera: ['摄像头画面', 'Camera'],
  denied: ['没有使用摄像头的许可', 'The camera is not allowed'],
  deniedNext: [
    '请在浏览器的网站设置里允许使用摄像头后重试，或用照片、手工输入。',
    'Allow it in the browser’s site settings and try again, or use a photo or type.',
  ],
  insecure: ['这里不能使用摄像头', 'The camera cannot be used here'],
  insecureNext: [
    '请用 https 地址打开本页，或换一个较新的浏览器；也可用照片、手工输入。',
    'Open this page by its https address or in a newer browser, or use a photo or type.',
  ],
  lampOff: ['关闭手电', 'Lamp off'],
  lampOn: ['打开手电', 'Lamp on'],
  looking: ['把二维码放进框里', 'Hold the code inside the frame'],
  none: ['没有找到摄像头', 'No camera was found'],
  noneNext: ['请用照片或手工输入。', 'Use a photo, or type.'],
  noCode: ['照片里没有找到二维码，请靠近、对准、避开反光再拍一张。', 'No code was found in the photo. Take another: closer, straight, without glare.'],
  noPhoto: ['这个文件不是可以打开的照片，请换一张。', 'This file is not a photo that can be opened. Choose another.'],
  photo: ['拍照或选照片', 'Use a photo'],
  reading: ['正在识别…', 'Reading…'],
  starting: ['正在打开摄像头…', 'Opening the camera…'],
})
