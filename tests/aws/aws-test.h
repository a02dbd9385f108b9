// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-fiber.h"
#include "dossier-static-credentials.h"
#include "dossier-test-server.h"
#include "dossier-test.h"

G_BEGIN_DECLS

#define TEST_ACCESS_KEY_ID "AKIDEXAMPLE"
#define TEST_SECRET        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define TEST_TIME          (G_GINT64_CONSTANT (1735787045) * G_USEC_PER_SEC) /* 2025-01-02 03:04:05 UTC */

DossierAwsClient   *test_client_new   (const char        *endpoint_url,
                                       DossierClock      *clock,
                                       guint              timeout_ms);
DossierAwsRequest  *test_request_new  (void);
DossierAwsRequest  *test_s3_request_new (const char      *operation,
                                         const char      *method,
                                         const char      *bucket);
DossierAwsResponse *test_call         (DossierAwsClient  *client,
                                       DossierAwsRequest *request,
                                       GError           **error);

G_END_DECLS
