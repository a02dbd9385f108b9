// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-finding.h"

G_BEGIN_DECLS

/**
 * DossierFindingMemberKind:
 * @DOSSIER_FINDING_MEMBER_TEXT: text
 * @DOSSIER_FINDING_MEMBER_NUMBER: a number, as AWS spelled it
 * @DOSSIER_FINDING_MEMBER_TIME: a time, see dossier_finding_member_get_instant()
 * @DOSSIER_FINDING_MEMBER_BOOLEAN: true or false
 * @DOSSIER_FINDING_MEMBER_NOTHING: null, an empty list or an empty object: it
 *   is there, and holds nothing
 * @DOSSIER_FINDING_MEMBER_JSON: a value too deep to be taken apart, as JSON
 *
 * What a value is.
 */
typedef enum
{
  DOSSIER_FINDING_MEMBER_TEXT,
  DOSSIER_FINDING_MEMBER_NUMBER,
  DOSSIER_FINDING_MEMBER_TIME,
  DOSSIER_FINDING_MEMBER_BOOLEAN,
  DOSSIER_FINDING_MEMBER_NOTHING,
  DOSSIER_FINDING_MEMBER_JSON,
} DossierFindingMemberKind;

/* One value in a finding, with the path to it: a row for people who want to see
 * everything, members that nobody here knows included.
 */
#define DOSSIER_TYPE_FINDING_MEMBER (dossier_finding_member_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingMember, dossier_finding_member, DOSSIER, FINDING_MEMBER, GObject)

GListModel *dossier_finding_list_members         (DossierFinding       *finding);

const char *dossier_finding_member_get_path      (DossierFindingMember *self);
const char *dossier_finding_member_get_value     (DossierFindingMember *self);
DossierFindingMemberKind
            dossier_finding_member_get_kind      (DossierFindingMember *self);
gint64      dossier_finding_member_get_instant   (DossierFindingMember *self);

G_END_DECLS
