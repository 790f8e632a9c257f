// The health check of the server, which runs beside it. Its first runs also make the one-node
// replica set that transactions need, and the user of the service: as long as there is no user,
// MongoDB lets those do that who connect from its own machine.
const { MONGO_USER, MONGO_PASSWORD, MONGO_DATABASE } = process.env;
const members = [{ _id: 0, host: "mongo:27017" }];
const roles = ["readWrite", "dbAdmin"].map((role) => ({ role, db: MONGO_DATABASE }));

function isSignedIn() {
  try {
    return db.auth(MONGO_USER, MONGO_PASSWORD).ok === 1;
  } catch (error) {
    return false;
  }
}

if (!isSignedIn()) {
  try {
    rs.initiate({ _id: "rs0", members });
  } catch (error) {
    if (error.codeName !== "AlreadyInitialized") throw error;
  }
  // Refused until the server has elected itself; the next check tries again.
  db.createUser({ user: MONGO_USER, pwd: MONGO_PASSWORD, roles });
}
if (!db.hello().isWritablePrimary) throw new Error("the server takes no writes yet");
