// A page for desks: Element Plus in the city's colours.
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import type { Component } from 'vue'
import { start, type PageOptions } from '@/shared/start'
import './desk.css'

export const startDesk = (shell: Component, options: PageOptions) => start(shell, options)
