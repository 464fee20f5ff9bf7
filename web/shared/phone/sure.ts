// Asks once more, before what is not easily undone.
import { showConfirmDialog, type DialogOptions } from 'vant'
import 'vant/es/dialog/style'

export const isSure = (question: DialogOptions) => showConfirmDialog(question).then(() => true, () => false)
