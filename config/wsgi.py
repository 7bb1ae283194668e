# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What gunicorn serves."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
