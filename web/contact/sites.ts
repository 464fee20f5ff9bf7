// The enterprise's places, with those no longer used.
import { api, askAll, type Shape } from '@/shared/api'
import { useLoad } from '@/shared/load'
import { session } from '@/shared/session'

export type Site = Shape<'site_read_reply'>

export const useSites = () =>
  useLoad(() => {
    const path = { enterprise: session.who!.enterprise! }
    return askAll((after) => api.GET('/api/enterprises/{enterprise}/sites', { params: { path, query: { after, limit: 200, inactive: true } } }))
  })
