"""What tests share: engines, the application under test, the page object, factories."""
