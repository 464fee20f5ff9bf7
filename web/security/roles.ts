// Which roles one person may hold together, said before the server refuses (src/people/role.c).
import type { Account } from '@/shared/accounts/account'

const ofUnit = ['officer', 'head', 'clerk']
const ofEnterprise = ['contact', 'guard']
const ofCity = ['coordinator', 'supervisor', 'leader']
const administrators = ['system', 'security', 'audit']

export const roleGroups = [
  { group: 'ofUnit', roles: ofUnit },
  { group: 'ofEnterprise', roles: ofEnterprise },
  { group: 'ofCity', roles: ofCity },
  { group: 'administrators', roles: administrators },
] as const

type Exclusion = 'standsAlone' | 'noAdministratorToo' | 'notBothSides' | 'needsUnit' | 'needsEnterprise'

/** Why `role` cannot be chosen beside those that are; null when it can, or already is. */
export function exclusionOf(role: string, chosen: readonly string[], { unit, enterprise }: Account): Exclusion | null {
  if (chosen.includes(role)) return null
  const has = (roles: readonly string[]) => chosen.some((one) => roles.includes(one))
  if (administrators.includes(role) && chosen.length) return 'standsAlone'
  if (has(administrators)) return 'noAdministratorToo'
  if (ofEnterprise.includes(role) && (has(ofUnit) || has(ofCity))) return 'notBothSides'
  if ((ofUnit.includes(role) || ofCity.includes(role)) && has(ofEnterprise)) return 'notBothSides'
  if (ofUnit.includes(role) && !unit) return 'needsUnit'
  if (ofEnterprise.includes(role) && !enterprise) return 'needsEnterprise'
  return null
}
