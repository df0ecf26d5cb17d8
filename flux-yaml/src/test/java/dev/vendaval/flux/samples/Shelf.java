package dev.vendaval.flux.samples;

import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Vector;
import java.util.concurrent.BlockingQueue;

/** Takes the values that are easily got wrong. */
public class Shelf extends Tank {
    private static final long serialVersionUID = 1L;

    public Shelf() {}

    public Shelf(Runnable one) {}

    public Shelf(Comparable<String> one) {}

    public void properties(Properties properties) {
        given = properties.getProperty("acks");
    }

    public void set(int number) {
        given = "int " + number;
    }

    public void set(Integer number) {
        given = "Integer " + number;
    }

    // The declared types are what the test is about.
    @SuppressWarnings("NonApiType")
    public void linked(LinkedList<Integer> list, Vector<String> vector, BlockingQueue<Long> queue) {
        given = list + " " + vector + " " + queue;
    }

    public void own(OwnList list) {}

    public void any(Object any, Map<String, Object> map) {
        given = any + " " + map;
    }

    public void exact(double number) {
        given = "double " + number;
    }

    public void narrow(float number) {
        given = "float " + number;
    }

    public void tanks(Tank first, List<Tank> rest) {
        given = first.label + " " + rest.size();
    }

    /** A collection that is not the JDK's. */
    public static class OwnList extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }
}
