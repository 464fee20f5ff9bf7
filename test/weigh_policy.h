/* The policy that the tests of weighing share. */
#ifndef HENG_TEST_WEIGH_POLICY_H
#define HENG_TEST_WEIGH_POLICY_H

#define KIND(consent, filing, crowding, quiet, lead, certified)                                    \
  "{\"consent\":" #consent ",\"filing\":" #filing ",\"crowding\":" #crowding ",\"quiet\":" #quiet  \
  ",\"lead_hours\":" #lead ",\"min_certified\":" #certified "}"
#define EXEMPTION(evidence, counts, ratify, lifts)                                                 \
  "{\"evidence\":" #evidence ",\"counts\":" #counts ",\"ratify_hours\":" #ratify                   \
  ",\"lifts\":[" lifts "]}"

static const char weigh_policy[] =
    "{\"policy\":\"test\",\"version\":1,\"effective\":\"2026-01-01\",\"utc_offset\":\"+08:00\","
    "\"kinds\":{"
    "\"inspection\":" KIND(
        false, true, true, true, 24,
        2) ","
           "\"research\":" KIND(
               true, true, false, true, 24,
               0) ","
                  "\"sampling\":" KIND(
                      false, false, true, false, 0,
                      0) ","
                         "\"invited\":" KIND(
                             false, false, false, false, 0,
                             0) "},"
                                "\"crowding\":{\"day\":1,\"week\":2,\"month\":3,"
                                "\"repeat_item_days\":30},"
                                "\"quiet\":[[1,3]],"
                                "\"exemptions\":{"
                                "\"emergency\":" EXEMPTION(
                                    true, false, 24,
                                    "\"not_approved\",\"over_filed\",\"many_"
                                    "heads\",\"too_often\","
                                    "\"repeated\",\"quiet_day\",\"short_"
                                    "notice\"") ","
                                                "\"tip_off\":" EXEMPTION(
                                                    true, true, 0,
                                                    "\"over_filed\",\"many_"
                                                    "heads\",\"too_often\","
                                                    "\"repeated\","
                                                    "\"quiet_day\"") ","
                                                                     "\"recheck"
                                                                     "\""
                                                                     ":" EXEMPTION(
                                                                         false, true, 0,
                                                                         "\"repe"
                                                                         "ated\""
                                                                         ",\"ove"
                                                                         "r_"
                                                                         "filed"
                                                                         "\"") ","
                                                                               "\"late\""
                                                                               ":" EXEMPTION(
                                                                                   false, true, 0,
                                                                                   "\"not_"
                                                                                   "approved"
                                                                                   "\"") "}}";

#endif
