package dev.vendaval.flux.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every key of a topology file. */
public final class Shapes {
    private static final KeyType TEXT = new KeyType.Text();
    private static final KeyType COUNT = new KeyType.Count();
    private static final KeyType FLAG = new KeyType.Flag();
    private static final KeyType ANYTHING = new KeyType.Anything();
    private static final KeyType ARGUMENTS = new KeyType.Arguments();
    private static final KeyType CONFIGURATION = new KeyType.Configuration();

    private static final Shape INCLUDE = shape(
            "include",
            "Another file whose definitions are added to this one.",
            required("file", TEXT, "Its path, relative to this file; with resource: true, a resource of the jar."),
            optional("resource", FLAG, "Whether file is a resource of the jar. Default false."),
            optional("override", FLAG, "Whether its definitions replace those of this file. Default false."));

    private static final Shape PROPERTY = shape(
            "property",
            "A setter to call or public field to set once the object is made.",
            required("name", TEXT, "Of the property: 'size' means setSize or the field size."),
            optional("value", ANYTHING, "A literal value."),
            optional("ref", TEXT, "The id of a component."),
            optional("reflist", new KeyType.Texts(), "The ids of several components."));

    private static final Shape CALL = shape(
            "configMethod",
            "A method to call once the object is made.",
            required("name", TEXT, "Of the method."),
            optional("args", ARGUMENTS, "Literals, {ref: id} or {reflist: [id, ...]}. Default none."));

    private static final List<Shape.Key> MAKING = List.of(
            required("className", TEXT, "The full name of the class, in your jar or the JDK."),
            optional("constructorArgs", ARGUMENTS, "Literals, {ref: id} or {reflist: [id, ...]}. Default none."),
            optional("factory", TEXT, "A static method of the class that makes the object, instead of a constructor."),
            optional("factoryArgs", ARGUMENTS, "Arguments of the factory."),
            optional("properties", new KeyType.Parts(PROPERTY), "Setters to call or public fields to set."),
            optional("configMethods", new KeyType.Parts(CALL), "Methods to call after that, in order."));

    private static final Shape COMPONENT = withId("component", "A named object for others to refer to by ref.");
    private static final Shape HOOK = withId("workerHook", "A WorkerHook, run in every worker.");
    private static final Shape OBJECT =
            new Shape("customClass", "An object of a class of yours.", join(noId(), MAKING));

    private static final Shape SPOUT = vertex("spout", "A Spout of the topology.", List.of());
    private static final Shape BOLT = vertex(
            "bolt",
            "A Bolt or BasicBolt of the topology.",
            List.of(optional(
                    "stateless",
                    new KeyType.Flag(),
                    "Whether it remembers nothing from one tuple to the next: then it moves and grows freely."
                            + " Default false.")));

    private static final Shape SOURCE = new Shape(
            "topologySource",
            "A class of yours with a method that returns the whole Topology, instead of spouts, bolts and streams.",
            join(
                    MAKING,
                    List.of(optional(
                            "methodName",
                            TEXT,
                            "The method; it takes a Config or Map, or nothing. Default getTopology."))));

    private static final Shape GROUPING = shape(
            "grouping",
            "Which task of the receiver gets which tuple.",
            required("type", new KeyType.GroupingName(), "The name of the grouping, in upper or lower case."),
            optional("args", new KeyType.Texts(), "For FIELDS and PARTIAL_KEY: the names of the fields."),
            optional("streamId", TEXT, "The stream of the sender. Default 'default'."),
            optional("customClass", new KeyType.Part(OBJECT), "For CUSTOM: the class of the grouping."));

    private static final Shape STREAM = shape(
            "stream",
            "A connection from a spout or bolt to a bolt.",
            optional("name", TEXT, "For people to read."),
            optional("id", new KeyType.Ignored("a stream has no id; use name"), ""),
            required("from", TEXT, "The id of the spout or bolt that sends."),
            required("to", TEXT, "The id of the bolt that receives."),
            required("grouping", new KeyType.Part(GROUPING), "Which task of the receiver gets which tuple."));

    private static final Shape TOPOLOGY = shape(
            "topology",
            "A topology of Vendaval, in the form of Storm's Flux.",
            required("name", TEXT, "Of the topology, unique among those that run."),
            optional("config", CONFIGURATION, "The topology's configuration."),
            optional("includes", new KeyType.Parts(INCLUDE), "Other files whose definitions are added."),
            optional("components", new KeyType.Parts(COMPONENT), "Named objects for others to refer to."),
            optional("spouts", new KeyType.Parts(SPOUT), "They bring tuples in."),
            optional("bolts", new KeyType.Parts(BOLT), "They take tuples and emit others."),
            optional("streams", new KeyType.Parts(STREAM), "Who gets whose tuples."),
            optional("workerHooks", new KeyType.Parts(HOOK), "Code that runs once in every worker."),
            optional("topologySource", new KeyType.Part(SOURCE), "Existing code that makes the topology."));

    private Shapes() {}

    /** A whole file; every other shape is reached from it. */
    public static Shape topology() {
        return TOPOLOGY;
    }

    private static Shape withId(String name, String description) {
        return new Shape(
                name, description, join(List.of(required("id", TEXT, "Unique among all of the topology.")), MAKING));
    }

    private static List<Shape.Key> noId() {
        return List.of(optional("id", TEXT, "For people to read."));
    }

    private static Shape vertex(String name, String description, List<Shape.Key> own) {
        KeyType memory = new KeyType.Ignored("workers are not scheduled by memory and processors yet");
        return new Shape(
                name,
                description,
                join(
                        join(withId(name, description).keys(), own),
                        List.of(
                                optional("parallelism", COUNT, "How many executors run it. Default 1."),
                                optional("numTasks", COUNT, "How many tasks. Default: as many as executors."),
                                optional("config", CONFIGURATION, "Configuration of this component only."),
                                optional("onHeapMemoryLoad", memory, ""),
                                optional("offHeapMemoryLoad", memory, ""),
                                optional("cpuLoad", memory, ""))));
    }

    private static Shape shape(String name, String description, Shape.Key... keys) {
        return new Shape(name, description, List.of(keys));
    }

    private static List<Shape.Key> join(List<Shape.Key> first, List<Shape.Key> second) {
        return new ArrayList<>(Stream.concat(first.stream(), second.stream()).toList());
    }

    private static Shape.Key required(String name, KeyType type, String description) {
        return new Shape.Key(name, type, true, description);
    }

    private static Shape.Key optional(String name, KeyType type, String description) {
        return new Shape.Key(name, type, false, description);
    }
}
