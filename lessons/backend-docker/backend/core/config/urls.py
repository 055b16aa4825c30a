from django.urls import include, path

urlpatterns = [path("api/products/", include("products.urls"))]
