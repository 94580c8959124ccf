# A mock hands its arguments on: review.
from unittest import mock

import eventlet

fake = mock.Mock(side_effect=eventlet.sleep)
