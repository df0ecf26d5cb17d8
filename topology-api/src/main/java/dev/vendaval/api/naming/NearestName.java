package dev.vendaval.api.naming;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a mistyped name was probably meant to be. */
public final class NearestName {
    private static final int NAMES_SHOWN = 20;

    /** Fewer letters begin too many words. */
    private static final int LEAST_BEGINNING = 4;

    private NearestName() {}

    /** "did you mean 'split'? components: lines, split", or as much of it as there is. */
    public static String hint(String plural, String wanted, Collection<String> known) {
        if (known.isEmpty()) {
            return "there are no " + plural;
        }
        List<String> shown = known.stream().limit(NAMES_SHOWN).toList();
        String more = known.size() > NAMES_SHOWN ? ", ..." : "";
        return of(wanted, known).map(near -> "did you mean '" + near + "'? ").orElse("") + plural + ": "
                + String.join(", ", shown) + more;
    }

    /**
     * The known name nearest to the wanted one, if any is near: it differs in case only, or in a third of the letters at
     * most, or one is the beginning of the other.
     */
    public static Optional<String> of(String wanted, Collection<String> known) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        int limit = wanted.length() / 3;
        Optional<String> near = known.stream()
                .filter(name -> Math.abs(name.length() - wanted.length()) <= limit)
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
        return near.isPresent()
                ? near
                : known.stream()
                        .filter(name -> isBeginning(lower, name.toLowerCase(Locale.ROOT)))
                        .findFirst();
    }

    private static boolean isBeginning(String one, String other) {
        return Math.min(one.length(), other.length()) >= LEAST_BEGINNING
                && (one.startsWith(other) || other.startsWith(one));
    }

    /** The least number of letters to insert, drop, replace, or swap with the next that makes one word the other. */
    public static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                if (row == 0 || column == 0) {
                    steps[row][column] = row + column;
                    continue;
                }
                boolean same = from.charAt(row - 1) == to.charAt(column - 1);
                int best = steps[row - 1][column - 1] + (same ? 0 : 1);
                best = Math.min(best, Math.min(steps[row - 1][column], steps[row][column - 1]) + 1);
                if (row > 1 && column > 1 && areSwapped(from, row, to, column)) {
                    best = Math.min(best, steps[row - 2][column - 2] + 1);
                }
                steps[row][column] = best;
            }
        }
        return steps[from.length()][to.length()];
    }

    private static boolean areSwapped(String from, int row, String to, int column) {
        return from.charAt(row - 1) == to.charAt(column - 2) && from.charAt(row - 2) == to.charAt(column - 1);
    }
}
