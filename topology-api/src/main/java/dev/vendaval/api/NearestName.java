package dev.vendaval.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped name was probably meant to be. */
final class NearestName {
    private static final int NAMES_SHOWN = 20;

    private NearestName() {}

    /** "did you mean 'split'? components: lines, split", or as much of it as there is. */
    static String hint(String plural, String wanted, Collection<String> known) {
        if (known.isEmpty()) {
            return "there are no " + plural;
        }
        List<String> shown = known.stream().limit(NAMES_SHOWN).toList();
        String more = known.size() > NAMES_SHOWN ? ", ..." : "";
        return of(wanted, known).map(near -> "did you mean '" + near + "'? ").orElse("") + plural + ": "
                + String.join(", ", shown) + more;
    }

    /** The known name nearest to the wanted one, if any is near: a third of its letters may differ, at least one. */
    static Optional<String> of(String wanted, Collection<String> known) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, wanted.length() / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - wanted.length()) <= limit)
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
    }

    /** The least number of letters to insert, drop, replace or swap with a neighbour that makes one word the other. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(from, to, i, j, cost);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(String from, String to, int i, int j, int[][] cost) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
