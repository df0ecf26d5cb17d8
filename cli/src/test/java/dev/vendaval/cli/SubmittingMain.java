package dev.vendaval.cli;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import java.util.List;
import java.util.Map;

/** A user's main; the first argument says what it does. Goes into a jar and is only run from there. */
final class SubmittingMain {
    private SubmittingMain() {}

    public static void main(String[] arguments) {
        System.out.println("arguments " + List.of(arguments) + " loaded by "
                + SubmittingMain.class.getClassLoader().getName());
        switch (arguments[0]) {
            case "submit" -> submit();
            case "catch" -> {
                try {
                    submit();
                } catch (SubmitException e) {
                    System.out.println("not submitted: " + e.getMessage());
                }
            }
            case "exit" -> System.exit(7);
            case "throw" -> throw new IllegalArgumentException("no such input");
            default -> System.out.println("nothing to do");
        }
    }

    private static void submit() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("spout", new SilentSpout());
        TopologySubmitter.submit("words", Map.of("mine", 1), builder.build());
    }

    /** One that a topology file can name. */
    public static class PublicSpout extends SilentSpout {
        private static final long serialVersionUID = 1L;

        public PublicSpout() {}
    }

    /** One whose constructor says something, or ends the JVM. */
    public static class TellingSpout extends SilentSpout {
        private static final long serialVersionUID = 1L;

        public TellingSpout(String said) {
            System.out.println("constructor says " + said);
            if (said.equals("exit")) {
                System.exit(0);
            }
        }
    }

    static class SilentSpout implements Spout {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {}

        @Override
        public void nextTuple() {}

        @Override
        public void close() {
            System.out.println("the spout is closed");
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("word"));
        }
    }
}
