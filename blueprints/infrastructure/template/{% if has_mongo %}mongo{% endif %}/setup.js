// Makes what the service needs: the one-node replica set without which there are no transactions,
// an administrator, and a user who reaches one database only. As long as there is no user, MongoDB
// lets those do so who connect from its own machine.
const { ENVIRONMENT, MONGO_ADMIN_PASSWORD, MONGO_USER, MONGO_PASSWORD, MONGO_DATABASE } = process.env;
const members = [{ _id: 0, host: "mongo:27017" }];
const roles = ["readWrite", "dbAdmin"].map((role) => ({ role, db: MONGO_DATABASE }));

if (ENVIRONMENT === "production" && MONGO_ADMIN_PASSWORD.includes("development")) {
  throw new Error("MONGO_ADMIN_PASSWORD: this value is for development");
}

function isSignedIn() {
  try {
    return db.auth("admin", MONGO_ADMIN_PASSWORD).ok === 1;
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
  while (!db.hello().isWritablePrimary) sleep(200);
  db.createUser({ user: "admin", pwd: MONGO_ADMIN_PASSWORD, roles: ["root"] });
  db.auth("admin", MONGO_ADMIN_PASSWORD);
}
while (!db.hello().isWritablePrimary) sleep(200);
if (db.getUser(MONGO_USER) === null) {
  db.createUser({ user: MONGO_USER, pwd: MONGO_PASSWORD, roles });
} else {
  db.updateUser(MONGO_USER, { pwd: MONGO_PASSWORD, roles });
}
