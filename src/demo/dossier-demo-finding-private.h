// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-finding.h"

G_BEGIN_DECLS

/* A stream of numbers that depends on nothing but its key: SplitMix64. */
typedef struct
{
  guint64 state;
} DossierDemoRandom;

/* What a number is drawn for, so that the same index gives unrelated streams. */
typedef enum
{
  DOSSIER_DEMO_STREAM_FINDING = 1,
  DOSSIER_DEMO_STREAM_ID,
  DOSSIER_DEMO_STREAM_RESOURCE,
  DOSSIER_DEMO_STREAM_VULNERABILITY,
} DossierDemoStream;

static inline guint64
dossier_demo_mix (guint64 value)
{
  value = (value ^ (value >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  value = (value ^ (value >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return value ^ (value >> 31);
}

static inline guint64
dossier_demo_random_next (DossierDemoRandom *self)
{
  self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return dossier_demo_mix (self->state);
}

static inline DossierDemoRandom
dossier_demo_random (guint64           seed,
                     DossierDemoStream stream,
                     guint64           index)
{
  return (DossierDemoRandom) { dossier_demo_mix (dossier_demo_mix (seed + stream) + index) };
}

/* From 0 to @below - 1. */
static inline guint
dossier_demo_random_below (DossierDemoRandom *self,
                           guint              below)
{
  return (guint) (dossier_demo_random_next (self) >> 32) % below;
}

/* A CVSS 3.1 base vector and its score in tenths. */
typedef struct
{
  const char *vector;
  guint tenths;
} DossierDemoCvss;

typedef struct
{
  const char *names[4];
  const char *version;
  const char *release;      /* NULL for packages of a language */
  const char *fixed;
  const char *manager;
  const char *file_path;    /* NULL for packages of an operating system */
} DossierDemoPackage;

typedef struct
{
  guint begin;
  guint end;
  const char *protocol;
  DossierDemoSeverity severity;
} DossierDemoPort;

typedef struct
{
  const char *cwe;
  const char *name;
  const char *detector_id;
  const char *rule_id;
  const char *description;
  const char *remedy;
  DossierDemoSeverity severity;
} DossierDemoDetector;

typedef struct
{
  const char *name;
  const char *source;       /* of the operating system's advisories */
  const char *url;          /* to which the CVE id is appended */
  const char *upgrade;      /* to which the package is appended */
} DossierDemoPlatform;

extern const DossierDemoPackage dossier_demo_os_packages[];
extern const guint dossier_demo_n_os_packages;
extern const DossierDemoPackage dossier_demo_language_packages[];
extern const guint dossier_demo_n_language_packages;
extern const DossierDemoPort dossier_demo_ports[];
extern const guint dossier_demo_n_ports;
extern const DossierDemoDetector dossier_demo_detectors[];
extern const guint dossier_demo_n_detectors;
extern const DossierDemoPlatform dossier_demo_platforms[];
extern const guint dossier_demo_n_platforms;

typedef struct
{
  char id[24];
  const DossierDemoPackage *package;
  const DossierDemoCvss *cvss;      /* NULL: not rated yet */
  guint n_names;
  guint n_fixed;                    /* how many of the packages have a fix */
  guint epss;                       /* in hundred-thousandths */
  guint flaw;
  gboolean exploit;
  DossierDemoRandom random;         /* for the rest */
} DossierDemoVulnerability;

typedef struct
{
  DossierDemoResourceKind kind;
  guint account;
  guint region;
  const DossierDemoPlatform *platform;
  char name[48];
  DossierDemoRandom random;
} DossierDemoResource;

void dossier_demo_resource_init      (DossierDemoResource      *self,
                                      guint64                   seed,
                                      guint                     index);
void dossier_demo_vulnerability_init (DossierDemoVulnerability *self,
                                      guint64                   seed,
                                      guint                     index);
void dossier_demo_finding_append_json (const DossierDemoFinding *self,
                                       guint64                   seed,
                                       gint64                    epoch,
                                       GString                  *out);
void dossier_demo_finding_print_arn   (const DossierDemoFinding *self,
                                       char                     *out,
                                       gsize                     size);
const char *dossier_demo_type_name     (DossierDemoFindingType type);
const char *dossier_demo_severity_name (DossierDemoSeverity    severity);
const char *dossier_demo_status_name   (DossierDemoStatus      status);
DossierDemoSeverity dossier_demo_severity_of_score (guint tenths);
gboolean dossier_demo_kind_has_os (DossierDemoResourceKind kind);

G_END_DECLS
