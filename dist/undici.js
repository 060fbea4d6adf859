function t(){}function i(){throw new Error("undici is not in dist/: GitHub is asked by http/fetch.ts")}export{t as ProxyAgent,i as fetch};
