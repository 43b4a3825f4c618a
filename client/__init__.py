"""awsops: the client of the AWS Operations Agent."""
