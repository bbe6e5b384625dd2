resource "aws_schemas_registry" "shop" {
  name        = "shop"
  description = "schemas of the shop"
}

resource "aws_schemas_schema" "paid" {
  name          = "order-paid"
  registry_name = aws_schemas_registry.shop.name
  type          = "OpenApi3"
  description   = "a paid order"
  content = jsonencode({
    openapi    = "3.0.0"
    info       = { version = "1.0.0", title = "Paid" }
    paths      = {}
    components = { schemas = { Paid = { type = "object", properties = { id = { type = "string" }, total = { type = "number" } } } } }
  })
}

resource "aws_schemas_discoverer" "orders" {
  source_arn  = aws_cloudwatch_event_bus.orders.arn
  description = "what orders look like"
}

resource "aws_schemas_registry_policy" "shop" {
  registry_name = aws_schemas_registry.shop.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Sid = "read", Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" },
    Action = "schemas:DescribeSchema", Resource = "*" }]
  })
}
