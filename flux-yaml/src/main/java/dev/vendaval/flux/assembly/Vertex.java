package dev.vendaval.flux.assembly;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Bolt;
import dev.vendaval.api.BoltDeclarer;
import dev.vendaval.api.ComponentDeclarer;
import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutDeclarer;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.flux.check.NoSpout;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.ObjectModel;
import dev.vendaval.flux.model.VertexModel;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A spout or bolt with its object.
 *
 * @param model as described
 * @param object a Spout, a Bolt or a BasicBolt
 */
record Vertex(VertexModel model, Object object) {
    /** The vertex, if the object is of the right kind; else null, which has been told. */
    static @Nullable Vertex of(VertexModel model, Object object, Problems problems) {
        return isRight(model, object.getClass(), problems) ? new Vertex(model, object) : null;
    }

    /** Whether objects of a class are of the right kind; if not, it has been told. */
    static boolean isRight(VertexModel model, Class<?> type, Problems problems) {
        boolean spout = Spout.class.isAssignableFrom(type);
        boolean bolt = Bolt.class.isAssignableFrom(type) || BasicBolt.class.isAssignableFrom(type);
        if (model.isSpout() ? spout : bolt) {
            return true;
        }
        String kinds = model.isSpout() ? "dev.vendaval.api.Spout" : "dev.vendaval.api.Bolt or BasicBolt";
        problems.error(
                classAt(model.object()),
                model.object().title() + ": " + type.getName() + " is no " + (model.isSpout() ? "Spout" : "Bolt"),
                spout || bolt
                        ? "it is a "
                                + (model.isSpout() ? "bolt: define it under bolts" : "spout: define it under spouts")
                        : "name a class that implements " + kinds);
        return false;
    }

    static Location classAt(ObjectModel object) {
        Located<String> className = object.className();
        return className == null ? object.at() : className.at();
    }

    /** The definition of this vertex alone, without subscriptions; or null if the builder refuses it, which has been told. */
    @Nullable
    ComponentDefinition definition(Problems problems) {
        TopologyBuilder alone = new TopologyBuilder();
        // What has been told of id and tasks is not told again by the builder.
        Located<String> given = model.object().id();
        boolean hasId = given != null && !problems.isWrong(given.at());
        String id = hasId ? model.id() : model.isSpout() ? "spout" : "bolt";
        Located<Integer> tasks = model.tasks();
        Integer count = tasks == null || problems.isWrong(tasks.at()) ? null : tasks.value();
        try {
            if (model.isSpout()) {
                described(alone.setSpout(id, (Spout) object, model.executors()), count);
            } else {
                alone.setSpout(id.equals("none") ? "other" : "none", new NoSpout());
                declareBolt(alone, id, count);
            }
            return alone.build().component(id);
        } catch (SubmitException e) {
            String message = String.valueOf(e.getMessage());
            problems.error(culprit(message), message, e.hint() == null ? "" : e.hint());
        } catch (RuntimeException | LinkageError e) {
            // getComponentConfiguration is the user's code.
            problems.error(classAt(model.object()), model.object().title() + " threw " + e, "");
        }
        return null;
    }

    /** The property that set the field which the message names, or else the class. */
    private Location culprit(String message) {
        for (ObjectModel.Property property : model.object().properties()) {
            String field = "its field '" + property.name().value();
            if (message.contains(field + "'") || message.contains(field + ".")) {
                return property.name().at();
            }
        }
        return classAt(model.object());
    }

    SpoutDeclarer declareSpout(TopologyBuilder builder) {
        return described(builder.setSpout(model.id(), (Spout) object, model.executors()), tasks());
    }

    BoltDeclarer declareBolt(TopologyBuilder builder) {
        return declareBolt(builder, model.id(), tasks());
    }

    private BoltDeclarer declareBolt(TopologyBuilder builder, String id, @Nullable Integer tasks) {
        BoltDeclarer declarer = object instanceof Bolt bolt
                ? builder.setBolt(id, bolt, model.executors())
                : builder.setBolt(id, (BasicBolt) object, model.executors());
        return described(model.isStateless() ? declarer.stateless() : declarer, tasks);
    }

    private @Nullable Integer tasks() {
        Located<Integer> tasks = model.tasks();
        return tasks == null ? null : tasks.value();
    }

    private <D extends ComponentDeclarer<D>> D described(D declarer, @Nullable Integer tasks) {
        if (tasks != null) {
            declarer.setNumTasks(tasks);
        }
        return declarer.addConfigurations(Settings.map(model.config()));
    }
}
