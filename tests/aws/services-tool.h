// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "dossier-aws-client.h"

G_BEGIN_DECLS

/* What the calls resolve to, as JSON in the shape of AWS's own model. */
JsonNode *show_buckets        (gpointer boxed);
JsonNode *show_bucket_info    (gpointer boxed);
JsonNode *show_access_block   (gpointer boxed);
JsonNode *show_encryption     (gpointer boxed);
JsonNode *show_objects        (gpointer boxed);
JsonNode *show_object_info    (gpointer boxed);
JsonNode *show_key            (gpointer boxed);
JsonNode *show_keys           (gpointer boxed);
JsonNode *show_aliases        (gpointer boxed);
JsonNode *show_simulation     (gpointer boxed);
JsonNode *show_principal      (gpointer boxed);
JsonNode *show_iam_list       (gpointer boxed);
JsonNode *show_texts          (gpointer boxed);
JsonNode *show_identity       (gpointer boxed);
JsonNode *show_credentials    (gpointer boxed);

G_END_DECLS
