"""Every call that the gap layer answers, in one table."""

from local.aws_gaps.accounts import ACCOUNT_GAPS
from local.aws_gaps.costs import COST_GAPS
from local.aws_gaps.events import EVENT_GAPS
from local.aws_gaps.models import MODEL_GAPS
from local.aws_gaps.versions import VERSION_GAPS

GAPS = (*COST_GAPS, *MODEL_GAPS, *EVENT_GAPS, *ACCOUNT_GAPS, *VERSION_GAPS)
