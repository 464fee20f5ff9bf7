// One account, shown and changed on a screen of its own.
import { useRoute } from 'vue-router'
import { useAct } from '@/shared/act'
import { api, ask, type Shape } from '@/shared/api'
import { useLoad } from '@/shared/load'

export type Account = Shape<'person_create_reply'>

export function useAccount() {
  const path = { person: String(useRoute().params.person) }
  const { value: account, refusal: unread, loading, reload } = useLoad(() => ask(api.GET('/api/people/{person}', { params: { path } })))
  const { busy, refusal, act } = useAct()
  /** Does something that answers with the account as it is then. */
  const change = (what: () => Promise<Account>) => act(async () => (account.value = await what()))
  return { path, account, unread, loading, reload, busy, refusal, act, change }
}
