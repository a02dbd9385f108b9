// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "export-world.h"

G_BEGIN_DECLS

typedef struct
{
  char *id, *format, *prefix, *bucket, *key_arn, *criteria, *status, *error_code;
  guint polls;
} Report;

typedef struct
{
  char *key;
  gint64 modified;
} Object;

typedef struct
{
  char *operation, *code, *message;
  guint times, status;
  WorldFault fault;
} Order;

struct _World
{
  DossierTestServer *server;
  DossierClock *clock;
  GMutex mutex;
  GPtrArray *reports, *objects, *orders, *calls;
  guint n_made;
  guint64 n_sent;
  guint polls;
  char *outcome, *outcome_code;
  GBytes *content;
  gsize cut;
  guint n_cuts;
  gboolean real_time;
  gboolean circle;
  gboolean change_at_cut;
  guint version;
  char *checksum, *sse, *bucket_region, *key_state;
  char *policy, *kept_policy, *watched, *seen;
  guint kept_times;
  gboolean written;
  char *caller, *simulated, *predicted, *decision, *details;
  guint late;
  JsonObject *late_body;
  guint late_left;
  guint kill_at;
  gboolean kill_after;
  int pid;
};

Report *world_find_report (World *self, const char *id);
void world_put_object (World *self, const char *key, gint64 modified);
void world_write_report (World *self, const Report *report, gint64 modified);
void world_answer (SoupServerMessage *message, guint number, gpointer data);

G_END_DECLS
