"""Names of files that say what is in them."""

from hashlib import sha256

from sales_core.result import Result


def file_name(result: Result, ending: str = "csv") -> str:
    """The name of a file of the answer: net_sales_by_month_2011-01-01_2011-12-31_3f9a21c0.csv."""
    return f"{file_stem(result)}.{ending}"


def file_stem(result: Result) -> str:
    """The name without its ending: what is in it, of which days and of which state.

    The last part differs for other questions, viewers and states: Streamlit tells large files apart by little more.
    """
    plan = result.plan
    what = plan.metrics[0] if len(plan.metrics) == 1 else f"{len(plan.metrics)}_metrics"
    by = f"_by_{'_'.join(plan.by)}" if plan.by else ""
    state = sha256(f"{plan.key}:{result.receipt.version}".encode()).hexdigest()[:8]
    return f"{what}{by}_{str(plan.period).replace(' to ', '_')}_{state}"
