// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-data.h"
#include "dossier-demo-finding-private.h"

struct _DossierDemoData
{
  guint64 seed;
  gint64 epoch;         /* microseconds, whole milliseconds */
  guint n_findings;
  DossierDemoFinding *findings;
};

static void
pick_weakness (DossierDemoFinding *self,
               guint64             seed,
               guint               n_vulnerabilities,
               DossierDemoRandom  *random)
{
  gboolean code = self->kind == DOSSIER_DEMO_LAMBDA_FUNCTION || self->kind == DOSSIER_DEMO_CODE_REPOSITORY;
  gboolean other = dossier_demo_random_below (random, 8) == 0;

  if (other && code)
    {
      self->type = DOSSIER_DEMO_CODE_VULNERABILITY;
      self->weakness = dossier_demo_random_below (random, dossier_demo_n_detectors);
      self->severity = dossier_demo_detectors[self->weakness].severity;
    }
  else if (other && self->kind == DOSSIER_DEMO_EC2_INSTANCE)
    {
      self->type = DOSSIER_DEMO_NETWORK_REACHABILITY;
      self->weakness = dossier_demo_random_below (random, dossier_demo_n_ports);
      self->severity = dossier_demo_ports[self->weakness].severity;
    }
  else
    {
      DossierDemoVulnerability vulnerability;

      self->type = DOSSIER_DEMO_PACKAGE_VULNERABILITY;
      self->weakness = 2 * dossier_demo_random_below (random, n_vulnerabilities) +
                       !dossier_demo_kind_has_os (self->kind);
      dossier_demo_vulnerability_init (&vulnerability, seed, self->weakness);
      self->severity = vulnerability.cvss == NULL
        ? DOSSIER_DEMO_UNTRIAGED
        : dossier_demo_severity_of_score (vulnerability.cvss->tenths);
    }
}

static void
finding_init (DossierDemoFinding *self,
              guint64             seed,
              guint               index,
              guint               n_findings,
              gint64              epoch)
{
  DossierDemoRandom random = dossier_demo_random (seed, DOSSIER_DEMO_STREAM_FINDING, index);
  DossierDemoRandom id = dossier_demo_random (seed, DOSSIER_DEMO_STREAM_ID, index);
  DossierDemoResource resource;
  guint draw;
  gint64 age;

  self->resource = dossier_demo_random_below (&random, n_findings / 10 + 12);
  dossier_demo_resource_init (&resource, seed, self->resource);
  self->kind = resource.kind;
  self->account = resource.account;
  self->region = resource.region;
  pick_weakness (self, seed, n_findings / 12 + 20, &random);

  draw = dossier_demo_random_below (&random, 20);
  self->status = draw < 16 ? DOSSIER_DEMO_ACTIVE : draw < 18 ? DOSSIER_DEMO_SUPPRESSED : DOSSIER_DEMO_CLOSED;
  self->made_status = self->status;

  age = G_TIME_SPAN_DAY + dossier_demo_random_below (&random, 400u * 86400u) * G_TIME_SPAN_SECOND +
        dossier_demo_random_below (&random, 1000) * G_TIME_SPAN_MILLISECOND;
  self->first_observed = epoch - age;
  age = (gint64) (age / 100 * dossier_demo_random_below (&random, 100));
  self->last_observed = epoch - age;
  self->last_observed -= self->last_observed % G_TIME_SPAN_MILLISECOND;

  /* Every step of the stream is a bijection of the index, so no two are equal. */
  self->id[0] = dossier_demo_random_next (&id);
  self->id[1] = dossier_demo_random_next (&id);
}

/**
 * dossier_demo_data_new:
 * @seed: the same seed, number and epoch give the same bytes everywhere
 * @n_findings: how many
 * @epoch: the present of the demo, in microseconds since 1970; all findings
 *   were observed before it
 *
 * Makes up the findings of an organisation: a delegated administrator and three
 * members, in two Regions. Less than a hundred bytes are kept for each.
 *
 * Returns: (transfer full): the findings
 */
DossierDemoData *
dossier_demo_data_new (guint64 seed,
                       guint   n_findings,
                       gint64  epoch)
{
  DossierDemoData *self = g_new0 (DossierDemoData, 1);

  self->seed = seed;
  self->epoch = epoch - epoch % G_TIME_SPAN_MILLISECOND;
  self->n_findings = n_findings;
  self->findings = g_new0 (DossierDemoFinding, n_findings);
  for (guint at = 0; at < n_findings; at++)
    finding_init (&self->findings[at], seed, at, n_findings, self->epoch);
  return self;
}

/**
 * dossier_demo_data_free:
 * @self: (nullable) (transfer full): the findings
 */
void
dossier_demo_data_free (DossierDemoData *self)
{
  if (self == NULL)
    return;
  g_free (self->findings);
  g_free (self);
}

/**
 * dossier_demo_data_get_n_findings:
 * @self: the findings
 *
 * Returns: how many there are, of all accounts and Regions
 */
guint
dossier_demo_data_get_n_findings (DossierDemoData *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_findings;
}

/**
 * dossier_demo_data_get_seed:
 * @self: the findings
 *
 * Returns: what they were made from
 */
guint64
dossier_demo_data_get_seed (DossierDemoData *self)
{
  return self->seed;
}

/**
 * dossier_demo_data_get_finding:
 * @self: the findings
 * @index: less than the number of findings
 *
 * Returns: (transfer none): what is kept of the finding; lives as long as @self
 */
const DossierDemoFinding *
dossier_demo_data_get_finding (DossierDemoData *self,
                               guint            index)
{
  g_return_val_if_fail (self != NULL && index < self->n_findings, NULL);

  return &self->findings[index];
}

/**
 * dossier_demo_data_set_suppressed:
 * @self: the findings
 * @index: less than the number of findings
 * @suppressed: whether a rule hides the finding
 *
 * Only active findings can be hidden; others stay as they are.
 */
void
dossier_demo_data_set_suppressed (DossierDemoData *self,
                                  guint            index,
                                  gboolean         suppressed)
{
  DossierDemoFinding *finding;

  g_return_if_fail (self != NULL && index < self->n_findings);

  finding = &self->findings[index];
  finding->status = suppressed && finding->made_status == DOSSIER_DEMO_ACTIVE ? DOSSIER_DEMO_SUPPRESSED
                                                                             : finding->made_status;
}

/**
 * dossier_demo_data_append_finding_json:
 * @self: the findings
 * @index: less than the number of findings
 * @out: where to append
 *
 * Appends one member of the `findings` of ListFindings, as AWS sends it: one
 * line of UTF-8, timestamps as numbers of seconds since the epoch.
 */
void
dossier_demo_data_append_finding_json (DossierDemoData *self,
                                       guint            index,
                                       GString         *out)
{
  g_return_if_fail (self != NULL && index < self->n_findings);
  g_return_if_fail (out != NULL);

  dossier_demo_finding_append_json (&self->findings[index], self->seed, self->epoch, out);
}
