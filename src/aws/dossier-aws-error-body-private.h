// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the body of a refusal says; members that it does not have are %NULL. */
typedef struct
{
  char *code;
  char *message;
  char *request_id;
  char *region;
} DossierAwsErrorBody;

void  dossier_aws_error_body_read  (DossierAwsErrorBody *self,
                                    GBytes              *body);
void  dossier_aws_error_body_clear (DossierAwsErrorBody *self);
char *dossier_aws_error_code_name  (const char          *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DossierAwsErrorBody, dossier_aws_error_body_clear)

G_END_DECLS
