"""Mends of services which moto 5.2.5 has, one module for each area.

With them the Terraform AWS provider 5.100.0 gets an empty second plan and a clean destroy. Each
module says what moto does wrong and replaces only that; importing it applies it. None knows of any
particular Terraform code.
"""
