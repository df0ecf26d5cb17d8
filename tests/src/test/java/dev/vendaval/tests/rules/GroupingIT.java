package dev.vendaval.tests.rules;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ProcessVenue.Shared.class)
final class GroupingIT extends GroupingRules {
    GroupingIT(ProcessVenue venue) {
        super(venue);
    }
}
