"""Fills the shelves, so that a fresh database has something to show."""

from decimal import Decimal

from django.db import migrations

FIRST_PRODUCTS = [
    ("Canvas tote bag", "Carries a laptop, a lunch and a good book.", Decimal("18.00")),
    ("Enamel mug", "Survives every camping trip.", Decimal("12.50")),
    ("Linen notebook", "A hundred pages without lines.", Decimal("9.90")),
    ("Wool scarf", "Knitted from undyed wool.", Decimal("34.00")),
]


def fill(apps, schema_editor):
    product = apps.get_model("products", "Product")
    for name, description, price in FIRST_PRODUCTS:
        product.objects.get_or_create(name=name, defaults={"description": description, "price": price})


def clear(apps, schema_editor):
    product = apps.get_model("products", "Product")
    product.objects.filter(name__in=[name for name, _, _ in FIRST_PRODUCTS]).delete()


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]

    operations = [migrations.RunPython(fill, clear)]
