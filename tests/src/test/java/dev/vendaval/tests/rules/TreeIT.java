package dev.vendaval.tests.rules;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ProcessVenue.Shared.class)
final class TreeIT extends TreeRules {
    TreeIT(ProcessVenue venue) {
        super(venue);
    }
}
