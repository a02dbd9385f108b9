// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierPartition:
 * @name: as in an ARN
 * @dns_suffix: of ordinary endpoints
 * @dual_stack_suffix: of endpoints that also speak IPv6
 * @region_pattern: a regular expression that its Regions match
 * @iam_host: the one IAM host
 * @iam_fips_host: (nullable): its FIPS 140 twin
 * @iam_region: the Region that IAM requests are signed for
 *
 * A set of Regions with accounts and hosts of its own.
 */
typedef struct
{
  const char *name;
  const char *dns_suffix;
  const char *dual_stack_suffix;
  const char *region_pattern;
  const char *iam_host;
  const char *iam_fips_host;
  const char *iam_region;
} DossierPartition;

/**
 * DossierRegion:
 * @name: for instance `eu-central-1`
 * @opt_in: whether an account must enable it first; there Inspector calls as
 *   `inspector2.REGION.amazonaws.com`
 *
 * A Region that Amazon Inspector is known to work in.
 */
typedef struct
{
  const char *name;
  gboolean opt_in;
} DossierRegion;

const DossierRegion    *dossier_region_list        (gsize       *n_regions);
const DossierPartition *dossier_region_partition   (const char  *region);
gboolean                dossier_region_is_opt_in   (const char  *region);
char                   *dossier_region_inspector_principal (const char  *region,
                                                            GError     **error);

G_END_DECLS
