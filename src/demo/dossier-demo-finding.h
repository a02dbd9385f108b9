// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DOSSIER_DEMO_PACKAGE_VULNERABILITY,
  DOSSIER_DEMO_NETWORK_REACHABILITY,
  DOSSIER_DEMO_CODE_VULNERABILITY,
} DossierDemoFindingType;

typedef enum
{
  DOSSIER_DEMO_UNTRIAGED,
  DOSSIER_DEMO_INFORMATIONAL,
  DOSSIER_DEMO_LOW,
  DOSSIER_DEMO_MEDIUM,
  DOSSIER_DEMO_HIGH,
  DOSSIER_DEMO_CRITICAL,
} DossierDemoSeverity;

typedef enum
{
  DOSSIER_DEMO_ACTIVE,
  DOSSIER_DEMO_SUPPRESSED,
  DOSSIER_DEMO_CLOSED,
} DossierDemoStatus;

typedef enum
{
  DOSSIER_DEMO_EC2_INSTANCE,
  DOSSIER_DEMO_ECR_IMAGE,
  DOSSIER_DEMO_LAMBDA_FUNCTION,
  DOSSIER_DEMO_CODE_REPOSITORY,
  DOSSIER_DEMO_AZURE_VM,
  DOSSIER_DEMO_AZURE_IMAGE,
  DOSSIER_DEMO_AZURE_SITE,
} DossierDemoResourceKind;

/**
 * DossierDemoFinding:
 * @id: the 32 hexadecimal digits at the end of the finding's ARN
 * @first_observed: microseconds since the epoch, whole milliseconds
 * @last_observed: microseconds since the epoch, whole milliseconds
 * @resource: number of the resource in the estate; findings share resources
 * @weakness: number of the vulnerability, open port or code detector
 * @account: index for dossier_demo_account_id()
 * @region: index for dossier_demo_region()
 * @status: what it is now
 * @made_status: what it is where no rule hides it
 *
 * What is kept of a finding. All else is worked out again from these numbers
 * and the seed whenever it is asked for.
 */
typedef struct
{
  guint64 id[2];
  gint64 first_observed;
  gint64 last_observed;
  guint32 resource;
  guint32 weakness;
  DossierDemoFindingType type : 8;
  DossierDemoSeverity severity : 8;
  DossierDemoStatus status : 8;
  DossierDemoStatus made_status : 8;
  DossierDemoResourceKind kind : 8;
  guint8 account;
  guint8 region;
} DossierDemoFinding;

#define DOSSIER_DEMO_N_REGIONS 2

const char *dossier_demo_account_id (guint index);
const char *dossier_demo_region     (guint index);

G_END_DECLS
