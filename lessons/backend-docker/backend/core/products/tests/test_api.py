from django.test import TestCase

from products.models import Product


class ProductsApiTest(TestCase):
    def test_lists_the_first_products(self):
        answer = self.client.get("/api/products/", headers={"host": "localhost"})

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer["content-type"], "application/json")
        self.assertEqual(len(answer.json()), 4)
        self.assertEqual(answer.json()[0]["name"], "Canvas tote bag")
        self.assertEqual(answer.json()[0]["price"], "18.00")

    def test_an_empty_shop_is_an_empty_list(self):
        Product.objects.all().delete()

        self.assertEqual(self.client.get("/api/products/").json(), [])

    def test_shows_one_product(self):
        mug = Product.objects.get(name="Enamel mug")

        self.assertEqual(self.client.get(f"/api/products/{mug.pk}/").json()["name"], "Enamel mug")

    def test_the_catalogue_is_read_only(self):
        self.assertEqual(self.client.post("/api/products/", {"name": "Kite"}).status_code, 405)

    def test_refuses_a_host_that_is_not_its_own(self):
        self.assertEqual(self.client.get("/api/products/", headers={"host": "elsewhere.example"}).status_code, 400)
