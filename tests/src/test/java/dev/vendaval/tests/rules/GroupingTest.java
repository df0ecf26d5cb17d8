package dev.vendaval.tests.rules;

final class GroupingTest extends GroupingRules {
    GroupingTest() {
        super(new LocalVenue());
    }
}
