/* The SQL of visits. Hot statements lead with the enterprise, the unit of consistency. */
#ifndef HENG_VISIT_SQL_H
#define HENG_VISIT_SQL_H

#include "directory/sql.h"

/* In the order of visit_fields. */
#define VISIT_COLUMNS                                                                              \
  "enterprise, id, unit, site, kind, items, start_us, end_us, booked_us, booked_by, people, "      \
  "certified, officers, purpose, approval, approval_words, consent, consent_words, life, seq, "    \
  "joint, exemption, evidence, ratify_by_us, proposed_start_us, proposed_end_us, "                 \
  "suggested_join, suggested_words, frozen, "                                                      \
  "frozen_words, arrived_us, departed_us, arrived_people, walk_in, unit_words, outcome, code, "    \
  "reasons, policy, policy_version, open, serial, version"
/* The same under the names of visit_fields, which are the API's. */
#define VISIT_SELECTED                                                                             \
  "enterprise, id, unit, site, kind, items, start_us AS \"start\", end_us AS \"end\", "            \
  "booked_us AS booked, booked_by, people, certified, officers, purpose, approval, "               \
  "approval_words, consent, consent_words, life, seq, joint, exemption, evidence, "                \
  "ratify_by_us AS ratify_by, proposed_start_us AS proposed_start, "                               \
  "proposed_end_us AS proposed_end, suggested_join, suggested_words, frozen, frozen_words, "       \
  "arrived_us AS arrived, "                                                                        \
  "departed_us AS departed, arrived_people, walk_in, unit_words, outcome, code, reasons, policy, " \
  "policy_version, open, serial, version"
/* With names, as visit_view_fields have them. */
#define VISIT_VIEW VISIT_SELECTED ", " NAMES("visit") ", " SITE_NAME("visit")
/* What weighing and joining need of them. */
#define WEIGHED_SELECTED                                                                           \
  "enterprise, id, unit, kind, items, start_us AS \"start\", end_us AS \"end\", "                  \
  "booked_us AS booked, certified, approval, consent, life, seq, joint, exemption, evidence, "     \
  "ratify_by_us AS ratify_by, suggested_join, frozen, code, reasons, policy, policy_version, "     \
  "open, serial, "                                                                                 \
  "version"

/* A page of a list: of unit $1 and enterprise $2, from $3 to $4, after ($5, $6), by state where $7
 * to $10 are not empty, of kind $11 and county $12, and where $13 to $18 are 1 only those exempt,
 * unratified, joint, walk-ins, arrived, waiting for the head; at most $19. `driven` is what the
 * index in use leads with. */
#define VISIT_PAGE(driven)                                                                         \
  "SELECT " VISIT_VIEW " FROM visit WHERE " driven                                                 \
  "start_us >= $3 AND start_us < $4 AND (start_us, id) > ($5, $6) "                                \
  "AND ($1 = '' OR unit = $1) AND ($2 = '' OR enterprise = $2) "                                   \
  "AND ($7 = '' OR life = $7) AND ($8 = '' OR approval = $8) AND ($9 = '' OR consent = $9) "       \
  "AND ($10 = '' OR code = $10) AND ($11 = '' OR kind = $11) "                                     \
  "AND ($12 = '' OR EXISTS (SELECT 1 FROM enterprise e "                                           \
  "WHERE e.id = visit.enterprise AND e.county = $12)) "                                            \
  "AND ($13 = 0 OR exemption IS NOT NULL) AND ($14 = 0 OR ratify_by_us IS NOT NULL) "              \
  "AND ($15 = 0 OR joint IS NOT NULL) AND ($16 = 0 OR walk_in = 1) "                               \
  "AND ($17 = 0 OR life IN ('arrived', 'done')) "                                                  \
  "AND ($18 = 0 OR (approval = 'pending' AND (life = 'booked' OR ratify_by_us IS NOT NULL))) "     \
  "ORDER BY start_us, id LIMIT $19"

#define CHANGE_VISIT(assignments)                                                                  \
  "UPDATE visit SET version = version + 1, " assignments " WHERE enterprise = $1 AND id = $2"

#define UNSUGGESTED "suggested_join = NULL, suggested_words = NULL"

#define VISIT_SQL(S)                                                                               \
  S(sql_visit_insert,                                                                              \
    "INSERT INTO visit (" VISIT_COLUMNS ") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,"    \
    "$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32,$33,$34,$35,"     \
    "$36,$37,$38,$39,$40,$41,$42,$43)")                                                            \
  S(sql_visit_by_id, "SELECT " VISIT_VIEW " FROM visit WHERE id = $1")                             \
  S(sql_visit_unit, "SELECT unit FROM visit WHERE enterprise = $1 AND id = $2")                    \
  S(sql_visits_by_unit, VISIT_PAGE("unit = $1 AND "))                                              \
  S(sql_visits_by_enterprise, VISIT_PAGE("enterprise = $2 AND "))                                  \
  S(sql_visits_all, VISIT_PAGE(""))                                                                \
  S(sql_visits_exempt, VISIT_PAGE("exemption IS NOT NULL AND "))                                   \
  S(sql_visits_walk_in, VISIT_PAGE("walk_in = 1 AND "))                                            \
  S(sql_visit_earliest_open, "SELECT min(start_us) AS earliest FROM visit "                        \
                             "WHERE enterprise = $1 AND open = 1")                                 \
  S(sql_visit_next_enterprise, "SELECT enterprise FROM visit WHERE enterprise > $1 "               \
                               "ORDER BY enterprise LIMIT 1")                                      \
  S(sql_visits_since, "SELECT " WEIGHED_SELECTED " FROM visit "                                    \
                      "WHERE enterprise = $1 AND end_us > $2 ORDER BY start_us, id")               \
  S(sql_visit_turn, CHANGE_VISIT("code = $3, reasons = $4, policy = $5, policy_version = $6, "     \
                                 "serial = $7, open = $8, ratify_by_us = $9"))                     \
  S(sql_visit_change,                                                                              \
    CHANGE_VISIT("site = $3, kind = $4, items = $5, start_us = $6, end_us = $7, people = $8, "     \
                 "certified = $9, officers = $10, purpose = $11, joint = $12, consent = $13, "     \
                 "consent_words = CASE WHEN $13 = 'declined' THEN consent_words END, "             \
                 "seq = $14, serial = serial + 1, approval = 'pending', approval_words = NULL, "   \
                 "proposed_start_us = NULL, proposed_end_us = NULL, " UNSUGGESTED))                \
  S(sql_visit_cancel, CHANGE_VISIT("life = 'cancelled', " UNSUGGESTED))                            \
  S(sql_visit_miss, CHANGE_VISIT("life = 'missed', " UNSUGGESTED))                                 \
  S(sql_visits_missed, "SELECT enterprise, id, unit FROM visit "                                   \
                       "WHERE life = 'booked' AND end_us < $1 ORDER BY end_us LIMIT $2")           \
  S(sql_visits_lapsed, "SELECT enterprise FROM visit WHERE ratify_by_us < $1 "                     \
                       "ORDER BY ratify_by_us LIMIT $2")                                           \
  S(sql_visits_of_other_policy,                                                                    \
    "SELECT enterprise FROM visit WHERE open = 1 AND (policy, policy_version) < ($1, $2) "         \
    "UNION ALL "                                                                                   \
    "SELECT enterprise FROM visit WHERE open = 1 AND (policy, policy_version) > ($1, $2) "         \
    "LIMIT $3")                                                                                    \
  S(sql_visit_agree, CHANGE_VISIT("consent = 'agreed', consent_words = NULL, "                     \
                                  "proposed_start_us = NULL, proposed_end_us = NULL, "             \
                                  "seq = CASE WHEN $3 = 1 THEN $4 ELSE seq END"))                  \
  S(sql_visit_decline, CHANGE_VISIT("consent = 'declined', consent_words = $3, seq = NULL"))       \
  S(sql_visit_propose, CHANGE_VISIT("proposed_start_us = $3, proposed_end_us = $4, "               \
                                    "consent_words = $5"))                                         \
  S(sql_visit_join, CHANGE_VISIT("joint = $3, " UNSUGGESTED))                                      \
  S(sql_visit_suggest, CHANGE_VISIT("suggested_join = $3, suggested_words = $4"))                  \
  S(sql_visits_unsuggest, "UPDATE visit SET version = version + 1, " UNSUGGESTED                   \
                          " WHERE enterprise = $1 AND suggested_join = $2")                        \
  S(sql_visit_freeze, CHANGE_VISIT("frozen = 1, frozen_words = $3"))                               \
  S(sql_visit_release, CHANGE_VISIT("frozen = 0, frozen_words = NULL"))                            \
  S(sql_visit_report, CHANGE_VISIT("outcome = $3"))                                                \
  S(sql_visit_approve, CHANGE_VISIT("approval = 'approved', approval_words = NULL, "               \
                                    "seq = CASE WHEN $3 = 1 THEN $4 ELSE seq END"))                \
  S(sql_visit_refuse, CHANGE_VISIT("approval = 'refused', approval_words = $3"))                   \
  S(sql_visit_withdraw, CHANGE_VISIT("approval = 'withdrawn', approval_words = $3, "               \
                                     "seq = CASE WHEN $4 = 1 THEN NULL ELSE seq END"))             \
  S(sql_active_sites, "SELECT id FROM site WHERE enterprise = $1 AND active = 1 "                  \
                      "ORDER BY id LIMIT 2")

DECLARE_SQL(visit_sql, VISIT_SQL);

#endif
