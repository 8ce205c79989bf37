"""Several answers in one ZIP, with their receipts."""

import io
import zipfile
from collections.abc import Iterable

from sales_core.export.csv_file import csv_chunks
from sales_core.export.naming import file_name
from sales_core.export.origin import slip_of
from sales_core.result import Result


def bundle_of(results: Iterable[Result]) -> bytes:
    """A ZIP with a CSV an answer, and one text that says where each number comes from."""
    out = io.BytesIO()
    slips = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for result in results:
            with bundle.open(file_name(result), "w") as file:
                for chunk in csv_chunks(result):
                    file.write(chunk)
            slips.append(f"{file_name(result)}\n\n{slip_of(result)}\n")
        bundle.writestr("receipts.txt", "\n\n".join(slips))
    return out.getvalue()
