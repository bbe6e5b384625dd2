data "aws_cloudwatch_log_group" "shop" { name = aws_cloudwatch_log_group.shop.name }
data "aws_cloudwatch_log_groups" "all" {
  log_group_name_prefix = "/shop/"
  depends_on            = [aws_cloudwatch_log_group.shop, aws_cloudwatch_log_group.rare]
}
data "aws_cloudwatch_event_bus" "orders" { name = aws_cloudwatch_event_bus.orders.name }
data "aws_cloudwatch_event_connection" "key" { name = aws_cloudwatch_event_connection.key.name }
data "aws_cloudwatch_event_buses" "all" { depends_on = [aws_cloudwatch_event_bus.orders] }

output "groups" { value = length(data.aws_cloudwatch_log_groups.all.arns) }
