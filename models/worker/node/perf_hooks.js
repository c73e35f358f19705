export default { performance };
