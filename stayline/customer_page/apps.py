"""The Django app `customer_page`."""

from django.apps import AppConfig


class CustomerPageConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.customer_page"
    label = "customer_page"
    verbose_name = "customer's page"
