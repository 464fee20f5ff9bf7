// Signing in by password, with the second factor of those who have one.
import { api, ask, Refusal } from '@/shared/api'
import type { Who } from '@/shared/session'

/** Null when the second factor is wanted, too. */
export async function openByPassword(login: string, password: string, code: string): Promise<Who | null> {
  const body = { login: login.trim(), password, cookie: true, ...(code.trim() ? { code: code.trim() } : {}) }
  try {
    return await ask(api.POST('/api/session', { body }))
  } catch (error) {
    if (error instanceof Refusal && error.problem.code === 'second_factor_wanted') return null
    throw error
  }
}
