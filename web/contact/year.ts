// A year of the enterprise: the statement, and the visits that came.
import { api, ask, askAll } from '@/shared/api'
import { session } from '@/shared/session'
import { momentOf } from '@/shared/time'
import { unitOf } from './coming'

export async function readYear(year: number) {
  const params = { path: { enterprise: session.who!.enterprise! }, query: { year } }
  const query = { came: true, from: momentOf(`${year}-01-01`, '00:00'), to: momentOf(`${year + 1}-01-01`, '00:00'), limit: 200 }
  const [statement, visits] = await Promise.all([
    ask(api.GET('/api/enterprises/{enterprise}/statement', { params })),
    askAll((after) => api.GET('/api/visits', { params: { query: { ...query, after } } })),
  ])
  // a walk-in's unit may have no name but the one they gave at the gate
  const said = new Map(visits.map((visit) => [visit.unit, unitOf(visit)]))
  const rows = statement.rows.map((row) => ({ ...row, unit_name: row.unit_name ?? said.get(row.unit) ?? row.unit }))
  return { statement: { ...statement, rows }, visits }
}
