import { Agent, callable, type Connection, routeAgentRequest } from "agents";

interface Env {
  Keeper: DurableObjectNamespace<Keeper>;
}

type State = { goal: string; reminders: string[] };

/** Keeps a goal that all who watch share, and reminds of things. */
export class Keeper extends Agent<Env, State> {
  initialState: State = { goal: "", reminders: [] };

  onStateChanged(state: State | undefined, source: Connection | "server") {
    console.log("goal:", state?.goal, "by", source === "server" ? "the server" : "a client");
  }

  @callable()
  async remind(what: string, seconds: number) {
    const { id } = await this.schedule(seconds, "due", { what });
    return { scheduled: what, known: (await this.getSchedule(id)) !== undefined };
  }

  @callable()
  count() {
    const [{ n }] = this.sql<{ n: number }>`SELECT count(*) AS n FROM cf_agents_state`;
    return { scheduled: this.getSchedules().length, kept: n > 0 };
  }

  async due({ what }: { what: string }) {
    this.setState({ ...this.state, reminders: [...this.state.reminders, what] });
  }
}

export default {
  async fetch(request: Request, env: Env) {
    return (await routeAgentRequest(request, env)) ?? new Response("no such agent", { status: 404 });
  },
} satisfies ExportedHandler<Env>;
