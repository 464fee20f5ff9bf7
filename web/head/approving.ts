// The head's yes: asked once more where the code stays red all the same.
import { shallowRef } from 'vue'
import { asSeen, useAct } from '@/shared/act'
import { api, ask } from '@/shared/api'
import { isSure } from '@/shared/phone/sure'
import { sayDone } from '@/shared/phone/toast'
import { reasonsInWords } from '@/shared/reasons'
import { onlyWaitsForEnterprise, reasonsAfterYes, type Visit } from './waiting'
import { t } from './words'

function isSureOfRed(left: readonly string[]): Promise<boolean> {
  const message = t('staysRed', { reasons: reasonsInWords(left) })
  return isSure({ title: t('approveRed'), message, confirmButtonText: t('approveAnyway') })
}

export function useApproving(reload: () => Promise<unknown>) {
  const { busy, refusal, act } = useAct()
  /** The one that was decided upon last. */
  const chosen = shallowRef<Visit>()
  async function approve(visit: Visit) {
    chosen.value = visit
    const left = reasonsAfterYes(visit)
    if (left.length && !onlyWaitsForEnterprise(left) && !(await isSureOfRed(left))) return
    const params = { path: { visit: visit.id } }
    if (await act(() => ask(api.POST('/api/visits/{visit}/approve', { params, headers: asSeen(visit) }))))
      sayDone(t('approvedNow'))
    await reload()
  }
  return { chosen, approve, busy, refusal }
}
