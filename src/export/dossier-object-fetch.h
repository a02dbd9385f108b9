// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-aws-client.h"

G_BEGIN_DECLS

/**
 * DossierObjectFetchFunc:
 * @received: bytes that are here
 * @data: the data of the fetch
 *
 * Called on the fiber that fetches, now and then; must not wait.
 */
typedef void (*DossierObjectFetchFunc) (gint64   received,
                                        gpointer data);

/**
 * DossierObjectFetch:
 * @bucket: the bucket's name
 * @key: the object's key
 * @etag: its entity tag: no other version is fetched
 * @size: bytes that it has
 * @target: where the file shall be; it is fetched to dossier_part_file_path()
 * @timeout_ms: milliseconds in which something must come; 0 for a minute
 * @func: (nullable): is told of progress
 * @data: for @func
 *
 * Which object to fetch, and where to.
 */
typedef struct
{
  const char *bucket;
  const char *key;
  const char *etag;
  gint64 size;
  const char *target;
  guint timeout_ms;
  DossierObjectFetchFunc func;
  gpointer data;
} DossierObjectFetch;

DexFuture *dossier_object_fetch (DossierAwsClient         *client,
                                 const DossierObjectFetch *what,
                                 GCancellable             *cancellable);

G_END_DECLS
