from rest_framework import viewsets

from .models import Product
from .serializers import ProductSerializer


class ProductViewSet(viewsets.ReadOnlyModelViewSet):
    """The catalogue: all products, or one of them."""

    queryset = Product.objects.all()
    serializer_class = ProductSerializer
