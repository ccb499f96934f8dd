// Runs the driver in a page or in a worker, and sends the report of the run to the server.

const send = (name, text) => fetch(`/report/${name}`, { method: "POST", body: text });

export async function start(name, parameters) {
  const fail = (error) => send(name, `failed: ${error}`);
  addEventListener("unhandledrejection", (event) => fail(event.reason));
  addEventListener("error", (event) => fail(event.message));
  try {
    const { default: init, run } = await import("/driver.js");
    await init({ module_or_path: "/driver_bg.wasm" });
    await send(name, await run(location.origin, parameters.get("contacts"), parameters.get("closed")));
  } catch (error) {
    await fail(error);
  }
}
