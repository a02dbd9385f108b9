// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-services-private.h"

/* GetCallerIdentity needs no permission. */
static void
get_caller_identity (DossierDemoCall *call)
{
  g_autoptr (GString) xml = g_string_new (NULL);

  dossier_demo_xml_add (xml, "Arn", call->caller.arn);
  dossier_demo_xml_add (xml, "UserId", call->caller.user_id);
  dossier_demo_xml_add (xml, "Account", call->caller.account);
  dossier_demo_call_reply_query (call, xml->str);
}

static const DossierDemoOperation operations[] = {
  { "GetCallerIdentity", NULL, get_caller_identity },
};

const DossierDemoService dossier_demo_sts = {
  .name = "sts", .protocol = DOSSIER_DEMO_QUERY, .version = "2011-06-15", .global = TRUE,
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
};
