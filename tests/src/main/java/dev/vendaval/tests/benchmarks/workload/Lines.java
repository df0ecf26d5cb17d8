package dev.vendaval.tests.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * The text of the word counts: 10,000 lines of 6 to 15 words, 10.3 on average, from 3,000 made-up words of 2 to 11
 * letters, the frequent ones short and far more frequent, as in a language. The same in every process (fixed seed).
 * A source goes round; owned by the source's thread.
 */
public final class Lines {
    private static final long SEED = 20_261_121;
    private static final int LINES = 10_000;
    private static final int VOCABULARY = 3_000;

    private final String[] lines = new String[LINES];
    private final int[] words = new int[LINES];
    private int current = -1;

    public Lines() {
        SplittableRandom random = new SplittableRandom(SEED);
        String[] vocabulary = vocabulary(random);
        for (int line = 0; line < LINES; line++) {
            words[line] = 6 + random.nextInt(9) + (random.nextInt(10) < 3 ? 1 : 0);
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < words[line]; word++) {
                text.append(word == 0 ? "" : " ").append(vocabulary[rank(random)]);
            }
            lines[line] = text.toString();
        }
    }

    private static String[] vocabulary(SplittableRandom random) {
        String[] vocabulary = new String[VOCABULARY];
        for (int rank = 0; rank < VOCABULARY; rank++) {
            int length = 2 + (int) Math.min(6, Math.log(rank + 1.0)) + random.nextInt(4);
            StringBuilder word = new StringBuilder();
            for (int letter = 0; letter < length; letter++) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            vocabulary[rank] = word.toString();
        }
        return vocabulary;
    }

    /** Close to Zipf's law: a rank's logarithm is even. */
    private static int rank(SplittableRandom random) {
        return (int) Math.pow(VOCABULARY, random.nextDouble()) - 1;
    }

    /** Goes on to the next line and returns it, the same String object in each round. */
    public String next() {
        current = current + 1 == LINES ? 0 : current + 1;
        return lines[current];
    }

    /** How many words the line has that {@link #next} returned last. */
    public int words() {
        return words[current];
    }

    /** How many lines there are before they come again. */
    public int count() {
        return LINES;
    }
}
