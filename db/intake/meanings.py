"""What a column can say of a line."""

from enum import StrEnum


class Meaning(StrEnum):
    """What a field says about its line; also the name of its column while it is staged."""

    DOCUMENT = "document"
    PRODUCT = "product"
    PRODUCT_NAME = "product_name"
    QUANTITY = "quantity"
    ORDERED_AT = "ordered_at"
    PRICE = "price"
    """Of a unit, before discounts."""
    CUSTOMER = "customer"
    TERRITORY = "territory"

    CUSTOMER_NAME = "customer_name"
    SEGMENT = "segment"
    REGION = "region"
    COUNTRY = "country"
    CHANNEL = "channel"
    SALESPERSON = "salesperson"
    TEAM = "team"
    STATUS = "status"
    CURRENCY = "currency"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    BRAND = "brand"
    PROMOTION = "promotion"
    KIND = "line_kind"
    RETURN_OF = "return_of"
    """The document whose goods the line takes back."""
    RESTOCKED = "restocked"

    NET_PRICE = "unit_net_price"
    """Of a unit, after the line's own discount."""
    DISCOUNT_SHARE = "discount_share"
    """Of the price, 0 to 1."""
    DISCOUNT = "discount"
    """Money off the line as a whole."""
    TAX = "tax"
    SHIPPING = "shipping"
    UNIT_COST = "unit_cost"
    ORDER_TAX = "order_tax"
    """Of the document, the same on each of its lines; each line gets its part."""
    ORDER_SHIPPING = "order_shipping"


OF_DOCUMENTS = (Meaning.TERRITORY, Meaning.CHANNEL, Meaning.SALESPERSON, Meaning.STATUS, Meaning.CURRENCY)
"""What a document is, so that its lines may not differ in it."""

DIVIDED = {Meaning.ORDER_TAX: "tax", Meaning.ORDER_SHIPPING: "shipping"}
"""Amounts of a document and the columns of its lines that they are divided to."""
