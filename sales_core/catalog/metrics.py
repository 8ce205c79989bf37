"""Every metric, one row each, by area. docs/metrics.md is printed from here and held true by a test."""

from dataclasses import replace

from sales_core.catalog.cost_metrics import COSTS
from sales_core.catalog.customer_metrics import CUSTOMERS
from sales_core.catalog.document_metrics import DOCUMENTS
from sales_core.catalog.model import Metric
from sales_core.catalog.oracles import ORACLES
from sales_core.catalog.product_metrics import PRODUCTS
from sales_core.catalog.sales_metrics import SALES

_ROWS = (*SALES, *CUSTOMERS, *PRODUCTS, *COSTS, *DOCUMENTS)

METRICS: dict[str, Metric] = {m.name: replace(m, oracle=m.oracle or ORACLES.get(m.name, "")) for m in _ROWS}

BRIDGE = ("document_total", "fees", "adjustments", "bad_debt", "not_counted", "net_sales")
"""Document total = net sales + the parts between: the answer that closes to the cent."""
