package dev.vendaval.tests.rules;

final class TreeTest extends TreeRules {
    TreeTest() {
        super(new LocalVenue());
    }
}
